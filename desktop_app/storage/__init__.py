"""Files: scenarios, programs and the resources that ship with Coreloom."""
