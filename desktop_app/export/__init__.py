"""What is seen, as files: pictures, clips and slides."""
