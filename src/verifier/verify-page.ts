import type { Page } from "./page.ts";
export function showVerifyPage(page: Page): void {
  console.log(page);
}
