"""A finished run as other programs take it: tables, labelled arrays, the long format of the IAMC."""
