"""Pages of collectors (/petugas/), treasurers (/kantor/kas/) and plates."""
