// Shows the orders of the channel, and reconnects when the connection ends.
const state = document.getElementById("state");
const orders = document.getElementById("orders");
const MAX_DELAY = 10_000;
let delay = 500;

function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.hostname}:8001/orders`);
  socket.onopen = () => {
    delay = 500;
    state.textContent = "live";
    orders.replaceChildren(); // the history follows
  };
  socket.onmessage = (message) => {
    const { customer, item } = JSON.parse(message.data);
    const entry = document.createElement("li");
    entry.textContent = `${customer} ordered ${item}`;
    orders.prepend(entry);
  };
  socket.onclose = (close) => {
    if (close.code === 4401) {
      state.textContent = "logged out";
      return;
    }
    state.textContent = "reconnecting";
    setTimeout(connect, delay * (0.5 + Math.random()));
    delay = Math.min(delay * 2, MAX_DELAY);
  };
}

document.getElementById("order").onsubmit = async (event) => {
  event.preventDefault();
  const form = event.target;
  const response = await fetch("/orders", {
    method: "POST",
    headers: { "X-XSRF-TOKEN": csrfToken() },
    body: new URLSearchParams(new FormData(form)),
  });
  if (response.ok) {
    form.reset();
  } else {
    state.textContent = `the order was refused with ${response.status}`;
  }
};

function csrfToken() {
  return document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/)?.[1] ?? "";
}

connect();
