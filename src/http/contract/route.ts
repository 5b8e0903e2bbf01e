import type { z } from 'zod';
import type { Permission } from '../../people/index.ts';

/** What a caller is held to. */
export type RouteDemands = Pick<RouteContract, 'permission' | 'fresh' | 'withAttempt'>;

/**
 * Who may call a route. `attempt` = the browser that holds the attempt's token; `reader` = the device that holds
 * a reader’s key; `signed_in` = any session;
 * `always` = everybody, even while the data is sealed.
 */
type RoutePermission = Permission | 'always' | 'public' | 'attempt' | 'reader' | 'signed_in';

/** One row of the API: what it takes, what it answers, who may call it. Handlers are given in routes/. */
export interface RouteContract {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  permission: RoutePermission;
  /** Whoever calls it must have shown lately that it is they (`fresh_authentication_needed`). */
  fresh?: true;
  /** Besides the session it takes the attempt that this browser holds. */
  withAttempt?: true;
  tag: string;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  /** A JSON body, or `image` for raw JPEG, PNG or WebP bytes. */
  body?: z.ZodType | 'image';
  /** How large a JSON body may be; absent = as everywhere. */
  maxBytes?: number;
  /** The answer's status and shape; `jpeg` for a picture, `events` for a server-sent stream, `none` for 204. */
  status: 200 | 201 | 204;
  answer: z.ZodType | 'jpeg' | 'events' | 'none';
  /** WebSocket routes are listed for their permission; their messages are described in `summary`. */
  websocket?: true;
}

export const route = <const T extends RouteContract>(contract: T): T => contract;
