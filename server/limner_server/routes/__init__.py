"""The routes: the API by noun, the pages, the files they are made of."""
