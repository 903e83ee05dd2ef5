/** The close codes that a Fanfare server sends, and those of RFC 6455, 7.4.1. */
export declare const CloseCode: {
  /** The server has finished, or the page has called close(). */
  readonly NORMAL: 1000;
  /** The node shuts down. */
  readonly SHUTDOWN: 1001;
  readonly PROTOCOL_ERROR: 1002;
  /** The server expects another kind of message, such as text. */
  readonly UNSUPPORTED_DATA: 1003;
  /** The connection was closed without a code. */
  readonly NO_STATUS: 1005;
  /** The connection was lost or could not be opened. */
  readonly ABNORMAL: 1006;
  /** The server cannot parse a message of this page. */
  readonly INVALID_DATA: 1007;
  /** The server refuses a request of this page. */
  readonly POLICY_VIOLATION: 1008;
  readonly MESSAGE_TOO_BIG: 1009;
  readonly MISSING_EXTENSION: 1010;
  /** The application failed. */
  readonly HANDLER_FAILED: 1011;
  /** Messages could not be sent and are lost. */
  readonly SEND_FAILED: 1011;
  /** The node restarts, or another node takes over. */
  readonly RESTART: 1012;
  /** The server is short of memory. */
  readonly OVERLOADED: 1013;
  readonly CONNECTION_CLOSED: 3000;
  /** The credentials have expired: the next connection needs new ones. */
  readonly EXPIRED: 3005;
  readonly SUBSCRIPTION_EXPIRED: 3006;
  /** This page reads more slowly than the server sends. */
  readonly SLOW: 3008;
  /** Messages were missed: the next connection resumes. */
  readonly INSUFFICIENT_STATE: 3010;
  readonly NO_PONG: 3012;
  readonly TOO_MANY_REQUESTS: 3013;
  readonly INVALID_TOKEN: 3500;
  readonly BAD_REQUEST: 3501;
  readonly STALE: 3502;
  /** The application or an operator closed the connection. */
  readonly FORCED: 3503;
  readonly CONNECTION_LIMIT: 3504;
  readonly CHANNEL_LIMIT: 3505;
  readonly PERMISSION_DENIED: 3507;
  readonly NOT_AVAILABLE: 3508;
};

/** A close code; applications also use 4000 to 4999. */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode] | (number & {});

/**
 * Returns true if another connection would end in the same way: 3500 to 3999, 4500 to 4999, and 1000, 1002, 1003, 1007, 1008, 1009
 * and 1010.
 */
export declare function isFinal(code: CloseCode): boolean;

/** Returns the WebSocket URL of a path on the host of this page. Absolute URLs keep their host. */
export declare function socketUrl(path: string | URL): string;

/** The end of a connection. */
export interface Close {
  readonly code: CloseCode;
  readonly reason: string;
  /** False if the connection could not be opened; browsers do not tell the reason, and the code is 1006. */
  readonly opened: boolean;
}

/** The state of a socket. `text` describes it to the user. Immutable. */
export type State =
  | { readonly name: "connecting"; readonly text: string }
  | { readonly name: "open"; readonly text: string }
  | {
      readonly name: "waiting";
      readonly text: string;
      /** Milliseconds between the end of the last connection and the next attempt. */
      readonly delay: number;
      /** Seconds until the next attempt, rounded up. */
      readonly seconds: number;
      readonly close: Close;
    }
  | {
      readonly name: "closed";
      readonly text: string;
      /** Missing if the page has not called open() or has called close(). */
      readonly close?: Close;
    };

export interface FanfareSocketOptions {
  /** Messages are JSON. Default: true; with false, they are strings. Binary messages are ArrayBuffers in both cases. */
  json?: boolean;
  /** The query parameter for the position, or one for each channel. Requires `Resume.fromQuery` on the server. Default: none. */
  resume?: string | Readonly<Record<string, string>>;
  /** Called before each connection; returns query parameters, such as a fresh token. If it fails, the attempt fails. */
  query?: () => QueryParameters | Promise<QueryParameters>;
  /** The subprotocols to offer. Default: none. */
  protocols?: string | string[];
  /** Number of messages that send() keeps until the next connection; further ones are dropped. Default: 0. */
  queue?: number;
  /** While the browser holds more unsent bytes, send() drops messages. Default: 1 MiB. */
  maxBufferedBytes?: number;
  /** Upper bound in ms of the random delay before the first attempt after a loss. It doubles with each failure. Default: 500. */
  minDelay?: number;
  /** Largest upper bound of the delay in ms. Default: 20,000. */
  maxDelay?: number;
  /** Time in ms after which a connection counts as stable, which resets the delay. Default: 5,000. */
  stableAfter?: number;
  /** Time in ms to connect, including `query`. Default: 10,000. */
  connectTimeout?: number;
  /** Reconnects if nothing was received for this time in ms. Requires that the server sends messages regularly. Default: 0, off. */
  idleTimeout?: number;
  /** Decides whether to reconnect. Default: unless `isFinal(close.code)`. */
  reconnect?: (close: Close) => boolean;
}

export type QueryParameters = Record<string, string> | URLSearchParams;

/** A received message. */
export interface FanfareMessageEvent<T> extends MessageEvent<T> {
  /** The channel, if the socket resumes in this channel. */
  readonly channel?: string;
  /** The position in the history of the channel. */
  readonly position?: string;
}

export interface FanfareSocketEventMap<T> {
  state: CustomEvent<State>;
  message: FanfareMessageEvent<T>;
  /** Messages of a channel were missed and are no longer in the history: load the state anew. */
  gap: CustomEvent<{ readonly channel: string; readonly position: string }>;
  /** The missed messages of a channel are complete, and later ones follow. */
  live: CustomEvent<{ readonly channel: string; readonly position: string; readonly gap: boolean }>;
  /** A connection ended, or could not be opened, other than by close(). */
  lost: CustomEvent<Close>;
}

/**
 * A WebSocket that reconnects.
 *
 * @typeParam In the messages that the server sends
 * @typeParam Out the messages that the page sends
 */
export declare class FanfareSocket<In = any, Out = unknown> extends EventTarget {
  /** @throws TypeError if an option is unknown, or the URL is invalid */
  constructor(url: string | URL, options?: FanfareSocketOptions);

  readonly state: State;

  /** The URL without the position and the result of `query`. */
  readonly url: string;

  /** Connects, and reconnects after losses. With another URL, it closes the current connection and forgets its positions. */
  open(url?: string | URL): void;

  /** Closes the connection, discards queued messages, and does not reconnect until open(), which resumes. */
  close(code?: number, reason?: string): void;

  /** Reconnects now if it is waiting. */
  retry(): void;

  /**
   * Sends a message. Returns true if the browser has accepted it, or if it is queued until the next connection. Returns false if it is
   * dropped. A message that was accepted can be lost with its connection.
   */
  send(data: Out | ArrayBuffer | ArrayBufferView | Blob): boolean;

  addEventListener<K extends keyof FanfareSocketEventMap<In>>(
    type: K,
    listener: (this: this, event: FanfareSocketEventMap<In>[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;

  removeEventListener<K extends keyof FanfareSocketEventMap<In>>(
    type: K,
    listener: (this: this, event: FanfareSocketEventMap<In>[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}
