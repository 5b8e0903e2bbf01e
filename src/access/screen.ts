import type { AccessPointId, ScreenId } from '../kernel/index.ts';
import type { AccessPoint } from './access-point.ts';
import type { Reader } from './reader.ts';

/** A browser that was paired with an access point: the tablet at the door. */
export interface Screen {
  id: ScreenId;
  name: string;
  accessPointId: AccessPointId;
  /** Hex SHA-256 of what its cookie holds. */
  keyHash: string;
  createdAt: number;
}

export interface ScreenRepository {
  add(screen: Screen): Promise<void>;
  find(id: ScreenId): Promise<Screen | null>;
  /** Oldest first. */
  list(): Promise<Screen[]>;
  /** False when there is none. */
  remove(id: ScreenId): Promise<boolean>;
}

/** Where an attempt begins. */
export interface Origin {
  ipAddress: string;
  /** The paired browser that asks. */
  screen?: Screen | null;
  /** The device that asks, in the place of a browser. */
  reader?: Reader | null;
}

const THIS_MACHINE = ['127.0.0.1', '::1'];
export const isThisMachine = (ipAddress: string): boolean => THIS_MACHINE.includes(ipAddress);

/** Whether this browser was paired with this very access point: one that belongs elsewhere is a stranger here. */
export const isScreenOf = (point: AccessPoint, screen: Screen | null | undefined): screen is Screen =>
  screen?.accessPointId === point.id;

/** Whether an attempt may begin here from there: nobody sounds a siren or waits for a card from afar. */
export const mayBegin = (point: AccessPoint, { ipAddress, screen, reader }: Origin): boolean =>
  point.screens === 'any' || Boolean(reader) || isScreenOf(point, screen) || isThisMachine(ipAddress);
