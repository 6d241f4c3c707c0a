"""How everything looks: base pages, components, charts, styles."""
