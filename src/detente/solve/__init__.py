"""The domains in order: a problem and draws in, labelled outcomes out."""
