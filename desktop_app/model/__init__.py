"""What is simulated: frozen values with units, and nothing that behaves."""
