"""Broadcasts each text to all clients, with a connection manager as in the tutorial of FastAPI."""

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


class ConnectionManager:
    def __init__(self):
        self.active: list[WebSocket] = []

    async def connect(self, websocket: WebSocket):
        await websocket.accept()
        self.active.append(websocket)

    def disconnect(self, websocket: WebSocket):
        self.active.remove(websocket)

    async def broadcast(self, text: str):
        for connection in list(self.active):
            await connection.send_text(text)


manager = ConnectionManager()


@app.websocket("/ws/{client_id}")
async def lobby(websocket: WebSocket, client_id: int):
    await manager.connect(websocket)
    try:
        while True:
            await manager.broadcast(await websocket.receive_text())
    except WebSocketDisconnect:
        manager.disconnect(websocket)
