"""The pages: sign-in, my work, handing in, a document, the archive. Server-rendered, and complete without scripts."""
