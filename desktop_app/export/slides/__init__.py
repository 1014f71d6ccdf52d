"""Lessons as slides: PDF pages and handouts, PowerPoint, and one web page that plays."""
