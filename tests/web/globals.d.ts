// What the loader puts on the shop's page.
interface Window {
  ChatRefundBot?: {
    open(options?: { order?: string }): void;
    close(): void;
    forget(): void;
  };
}
