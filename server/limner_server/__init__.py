"""The server: store, media, pages and API of Limner."""
