import { Button, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconListCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Overview } from '../api/types.ts';
import classes from './overview.module.css';
import { todosOf } from './todo-list.ts';

/** One glance: in order, or what to do. */
export function Standing({ overview }: { overview: Overview }) {
  const todos = todosOf(overview);
  const wrong = todos.some((todo) => todo.weight === 'wrong');
  const look = wrong
    ? { color: 'red', icon: IconAlertTriangle, title: 'Something needs you' }
    : todos.length > 0
      ? { color: 'yellow', icon: IconListCheck, title: 'On guard, with something left to do' }
      : { color: 'green', icon: IconCircleCheck, title: 'Everything is in order' };
  const receivers = overview.alerts.receivers;
  const told = receivers === 1 ? '1 person is told' : `${receivers} people are told`;
  return (
    <section className="sp-card" aria-label="How things stand" style={{ overflow: 'hidden' }}>
      <div className={classes.standing}>
        <ThemeIcon size={56} radius="50%" variant="light" color={look.color}>
          <look.icon size={30} stroke={1.6} aria-hidden="true" />
        </ThemeIcon>
        <div>
          <Title order={2} fz="1.3rem">
            {look.title}
          </Title>
          <Text c="dimmed">
            {overview.mailConfigured && receivers > 0
              ? `Refusals are photographed, and ${told} by e-mail.`
              : 'Refusals are photographed and written to the log.'}
          </Text>
        </div>
      </div>
      {todos.length > 0 ? (
        <ul className={classes.todo}>
          {todos.map((todo) => (
            <li key={todo.key}>
              <div className={classes.todoWords}>
                <Text fw={600}>{todo.title}</Text>
                <Text size="sm" c="dimmed">
                  {todo.text}
                </Text>
              </div>
              <Button
                component={Link}
                to={todo.to}
                variant={todo.weight === 'wrong' ? 'filled' : 'light'}
                size="sm"
              >
                {todo.action}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
