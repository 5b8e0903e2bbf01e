// The library throws at once unless this comes before it.
import 'reflect-metadata';

export * from '@peculiar/x509';
