"""A wish becomes an appointment: asked, screened, written, confirmed; for one, or for two side by side."""
