/** Talks to the real server as a browser would: JSON, cookies, and nothing else. */
export function createApiClient(baseUrl: string, known: Iterable<readonly [string, string]> = []) {
  const cookies = new Map(known);

  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const bytes = body instanceof Uint8Array;
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        cookie: cookieHeader(),
        ...(body === undefined ? {} : { 'content-type': bytes ? 'image/jpeg' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: bytes ? Buffer.from(body) : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split('=', 2) as [string, string];
      cookies.set(name, value);
    }
    return response;
  }

  async function call(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await send(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  return {
    /** Whatever the answer. */
    send,
    /** Throws unless the server agrees. */
    call,
    cookieHeader,
    json: async <T>(method: string, path: string, body?: unknown): Promise<T> =>
      (await call(method, path, body)).json() as Promise<T>,
  };
}
export type ApiClient = ReturnType<typeof createApiClient>;

/** Server-sent events of one kind, until the stream ends. */
export async function readEvents(response: Response, onEvent: (data: unknown) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop()!;
    for (const message of messages) {
      const data = message.split('\n').find((line) => line.startsWith('data: '));
      if (data) onEvent(JSON.parse(data.slice(6)));
    }
  }
}
