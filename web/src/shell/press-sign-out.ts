import { notifications } from '@mantine/notifications';
import { problemOf } from '../api/problem.ts';
import { signOut } from '../api/session.ts';

/** Signs out; says so when the server could not be told. */
export function pressSignOut(): void {
  void signOut().catch((error) =>
    notifications.show({ color: 'red', title: 'You are still signed in', message: problemOf(error).message }),
  );
}
