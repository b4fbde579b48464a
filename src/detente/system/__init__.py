"""The one place where models meet: a problem and draws in, labelled outcomes out."""
