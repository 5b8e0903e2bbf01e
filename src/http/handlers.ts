import type { WebSocket } from '@fastify/websocket';
import type { z } from 'zod';
import type { Attempt, Reader, Screen, Session } from '../access/index.ts';
import type { Permission, Person } from '../people/index.ts';
import type { Api, RouteName } from './contract/index.ts';
import type { RouteContract } from './contract/route.ts';

type Parsed<Schema, Otherwise> = Schema extends z.ZodType ? z.output<Schema> : Otherwise;
type Field<C, Key extends string> = Key extends keyof C ? C[Key] : undefined;

/** Who is asking. `session` and `attempt` are set exactly where the route's permission demands them. */
export interface Caller {
  ipAddress: string;
  userAgent: string;
  signedIn: SignedIn | null;
  attempt: Attempt | null;
  reader: Reader | null;
  /** The paired screen that asks; known where everybody may ask. */
  screen: Screen | null;
}

/** What a request says of itself before anybody is known. */
export interface Asking {
  ipAddress: string;
  userAgent: string;
  authorization: string | undefined;
}

export interface SignedIn {
  session: Session;
  person: Person;
  permissions: Set<Permission>;
  expiresAt: number;
}

export type CookieName = 'session' | 'attempt' | 'screen';

export interface HandlerRequest<C extends RouteContract> {
  params: Parsed<Field<C, 'params'>, Record<string, never>>;
  query: Parsed<Field<C, 'query'>, Record<string, never>>;
  body: Field<C, 'body'> extends 'image' ? Uint8Array : Parsed<Field<C, 'body'>, undefined>;
  caller: Caller;
  /** Null clears it. */
  setCookie(name: CookieName, value: string | null): void;
  /** Who is asking, looked up anew: throws once they may not any more. For what lasts longer than a request. */
  askAgain(): Promise<Caller>;
}

/** What a server-sent stream is fed with. */
export type EventStream = (send: (eventName: string, data: unknown) => void) => () => void;

type Answer<C extends RouteContract> = C['answer'] extends 'jpeg'
  ? Uint8Array
  : C['answer'] extends 'events'
    ? EventStream
    : C['answer'] extends 'none'
      ? undefined
      : C['answer'] extends z.ZodType
        ? z.input<C['answer']>
        : never;

export type SocketRouteName = { [N in RouteName]: Api[N] extends { websocket: true } ? N : never }[RouteName];
export type HttpRouteName = Exclude<RouteName, SocketRouteName>;

export type Handlers = {
  [N in HttpRouteName]: (request: HandlerRequest<Api[N]>) => Promise<Answer<Api[N]>>;
};

export type SocketHandlers = {
  [N in SocketRouteName]: (request: HandlerRequest<Api[N]>, socket: WebSocket) => Promise<void>;
};
