import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { NewPasswordForm } from '../shared/new-password-form.tsx';
import { Section } from '../shared/section.tsx';

/** Whoever signed in a while ago is asked first who they are. */
export function OwnPassword({ hasPassword }: { hasPassword: boolean }) {
  const queries = useQueryClient();
  const set = api.useMutation('put', '/api/me/password');
  const submit = async (password: string) => {
    await set.mutateAsync({ body: { password } });
    await queries.invalidateQueries({ queryKey: ['get', '/api/me'] });
    await queries.invalidateQueries({ queryKey: ['get', '/api/me/sessions'] });
    notifications.show({
      color: 'green',
      message: 'The new password is set. You are signed out everywhere else.',
    });
  };
  return (
    <Section
      title={hasPassword ? 'Change your password' : 'Set a password'}
      description="You stay signed in here, and are signed out everywhere else."
    >
      <NewPasswordForm set={set} onSubmit={submit} />
    </Section>
  );
}
