// Broadcasts each event to all clients.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });

io.on('connection', (socket) => {
  socket.on('msg', (text) => io.emit('msg', text));
});

http.listen(Number(process.argv[2]), '127.0.0.1');
