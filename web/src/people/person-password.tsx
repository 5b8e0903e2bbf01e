import { notifications } from '@mantine/notifications';
import { api } from '../api/client.ts';
import type { Person } from '../api/types.ts';
import { NewPasswordForm } from '../shared/new-password-form.tsx';
import { Section } from '../shared/section.tsx';
import { usePersonChanged } from './use-person-changed.ts';

export function PersonPassword({ person }: { person: Person }) {
  const changed = usePersonChanged();
  const set = api.useMutation('put', '/api/people/{id}/password');
  const submit = async (password: string) => {
    changed(await set.mutateAsync({ params: { path: { id: person.id } }, body: { password } }));
    notifications.show({
      color: 'green',
      message: 'The new password is set. Their open sessions were ended.',
    });
  };
  return (
    <Section
      title="Password"
      description={
        person.hasPassword
          ? 'A new one replaces the old one and signs the person out everywhere.'
          : 'None is set yet: the person cannot pass where a password is asked for.'
      }
    >
      <NewPasswordForm set={set} onSubmit={submit} variant="default" />
    </Section>
  );
}
