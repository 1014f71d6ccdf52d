"""What only Windows has: the installer made by NSIS."""
