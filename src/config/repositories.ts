/** Settings that are changed in the panel; sealed under the site's key, because some hold secrets. */
export interface SettingsRepository {
  /** The JSON value stored under this name, or null. */
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
}
