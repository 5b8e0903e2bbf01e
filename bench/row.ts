/** One measured figure; where it has a limit, whether it keeps it. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  limit?: number;
  holds?: boolean;
}
