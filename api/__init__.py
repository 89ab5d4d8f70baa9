"""The studio over HTTP: REST, server-sent events and WebSocket, and the guard in front of every route."""
