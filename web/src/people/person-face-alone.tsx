import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import classes from './person-face.module.css';
import { usePersonChanged } from './use-person-changed.ts';

/** For those who have a look-alike, or may do much: where one factor would be enough, another is asked for besides. */
export function PersonFaceAlone({ person, mayWrite }: { person: Person; mayWrite: boolean }) {
  const changed = usePersonChanged();
  const change = api.useMutation('patch', '/api/people/{id}');
  if (!mayWrite && !person.secondFactor) return null;
  const set = (secondFactor: boolean) =>
    change.mutate(
      { params: { path: { id: person.id } }, body: { secondFactor } },
      {
        onSuccess: changed,
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
      },
    );
  return (
    <div className={classes.group}>
      <Switch
        label="Always two factors"
        description="For administrators, twins and look-alikes: where one factor would be enough, something else that they have is asked for too."
        checked={change.isPending ? (change.variables.body.secondFactor ?? false) : person.secondFactor}
        disabled={!mayWrite}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    </div>
  );
}
