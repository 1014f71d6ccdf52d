"""The bill of materials: what a bundle holds, under which licences, with their texts."""
