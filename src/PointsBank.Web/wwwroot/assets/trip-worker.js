// Keeps the pages of the mobile shop where no network is needed to open them. What they are is told by the line before this one.
"use strict";

const cacheName = `trip-${self.shell.version}`;

self.addEventListener("install", event => event.waitUntil((async () => {
  const cache = await caches.open(cacheName);
  await cache.addAll(self.shell.files.map(file => new Request(file, { cache: "no-store" })));
  await self.skipWaiting();
})()));

self.addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys())
    if (name.startsWith("trip-") && name !== cacheName) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", event => {
  const { pathname, search, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin || !self.shell.files.includes(pathname + search)) return;
  event.respondWith(caches.open(cacheName).then(cache => cache.match(pathname + search)).then(found => found ?? fetch(event.request)));
});
