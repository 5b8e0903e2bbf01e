import { Checkbox, Skeleton, Stack } from '@mantine/core';
import { allowanceWords } from '../roles/permission-words.ts';
import { useRoles } from '../shared/roles.ts';

interface RoleChoiceProps {
  value: string[];
  onChange: (roles: string[]) => void;
  error?: React.ReactNode;
}

/** Each role says what it allows; the one that manages nothing comes first. */
export function RoleChoice({ value, onChange, error }: RoleChoiceProps) {
  const roles = useRoles();
  return (
    <Checkbox.Group label="Roles" value={value} onChange={onChange} error={error}>
      <Stack gap={10} mt={8}>
        {roles.length === 0 ? <Skeleton h={120} /> : null}
        {[...roles].reverse().map((role) => (
          <Checkbox key={role.id} value={role.id} label={role.name} description={allowanceWords(role)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
