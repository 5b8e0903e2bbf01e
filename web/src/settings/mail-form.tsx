import {
  Button,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import type { components } from '../api/schema.d.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { MailTest } from './mail-test.tsx';

export type MailSettings = components['schemas']['MailSettings'];
type Security = MailSettings['security'];

const PORTS: Record<Security, number> = { tls: 465, starttls: 587, none: 25 };
const SECURITY = [
  { value: 'starttls', label: 'STARTTLS (usual on port 587)' },
  { value: 'tls', label: 'TLS from the start (usual on port 465)' },
  { value: 'none', label: 'None (this machine only)' },
];

interface MailFormProps {
  stored: MailSettings | null;
  testTo: string;
  saveLabel: string;
  onSaved: () => void;
  /** Further buttons beside “save”. */
  children?: React.ReactNode;
}

/** The mail server that alerts go out through. */
export function MailForm({ stored, testTo, saveLabel, onSaved, children }: MailFormProps) {
  const queries = useQueryClient();
  const save = api.useMutation('put', '/api/settings/mail');
  const form = useForm({
    initialValues: {
      host: stored?.host ?? '',
      port: stored?.port ?? 587,
      security: (stored?.security ?? 'starttls') as Security,
      userName: stored?.userName ?? '',
      password: '',
      from: stored?.from ?? '',
    },
    validate: {
      host: (value) => (value.trim() ? null : 'Type the name of the mail server'),
      port: (value) => (Number(value) >= 1 && Number(value) <= 65535 ? null : 'A number from 1 to 65535'),
      from: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'An address such as gate@example.org'),
    },
  });

  const body = () => {
    const { host, port, security, userName, password, from } = form.values;
    return {
      host: host.trim(),
      port: Number(port),
      security,
      userName: userName.trim() || null,
      from: from.trim(),
      // Absent = the stored one stays.
      ...(password ? { password } : stored?.hasPassword && userName.trim() ? {} : { password: null }),
    };
  };

  const submit = async () => {
    await save.mutateAsync(
      { body: body() },
      { onError: (error) => form.setErrors(fieldFaults(problemOf(error))) },
    );
    form.setFieldValue('password', '');
    await queries.invalidateQueries({ queryKey: ['get', '/api/settings/mail'] });
    await queries.invalidateQueries({ queryKey: ['get', '/api/overview'] });
    onSaved();
  };

  return (
    <form onSubmit={form.onSubmit(() => void submit().catch(() => undefined))} noValidate>
      <Stack gap="md">
        <TextInput
          label="Mail server"
          placeholder="smtp.example.org"
          description="The outgoing (SMTP) server of your mail provider"
          maxLength={253}
          required
          {...form.getInputProps('host')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label="Security"
            data={SECURITY}
            allowDeselect={false}
            {...form.getInputProps('security')}
            onChange={(value) => {
              const security = value as Security;
              const usual = Object.values(PORTS).includes(Number(form.values.port));
              form.setValues({ security, ...(usual ? { port: PORTS[security] } : {}) });
            }}
          />
          <NumberInput
            label="Port"
            min={1}
            max={65535}
            allowDecimal={false}
            required
            {...form.getInputProps('port')}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label="Mail user name"
            description="Leave empty if the server asks for none"
            autoComplete="off"
            maxLength={200}
            {...form.getInputProps('userName')}
          />
          <PasswordInput
            label="Mail password"
            description={stored?.hasPassword ? 'Stored. Leave empty to keep it' : 'Often an app password'}
            autoComplete="off"
            maxLength={500}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the mail password', tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
        </SimpleGrid>
        <TextInput
          label="From"
          placeholder="gate@example.org"
          description="The address that alerts come from"
          inputMode="email"
          maxLength={254}
          required
          {...form.getInputProps('from')}
        />
        <MailTest to={testTo} mail={() => (form.validate().hasErrors ? null : body())} />
        <ProblemNote problem={save.error} />
        <Group justify="flex-end">
          {children}
          <Button type="submit" loading={save.isPending}>
            {saveLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
