"""Official papers: numbers, rendering, signing, verification."""
