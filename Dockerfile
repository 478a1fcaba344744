# One image for API and worker (TURNOUT_ROLE). The database is another container or a service: DATABASE_URL.
FROM node:24-bookworm-slim AS packages
WORKDIR /turnout
COPY package.json package-lock.json .npmrc ./
# Without scripts: those of the embedded database and of the pinned Node are not needed here, the image has its own Node.
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4070 DEMO=off
WORKDIR /turnout
COPY --from=packages /turnout/node_modules node_modules
COPY package.json package-lock.json LICENSE ./
COPY engine engine
COPY fixtures fixtures
COPY migrations migrations
COPY api api
# The board's files, which a server would otherwise build at its first start.
RUN node -e "import('./api/board/build.ts').then(({ builtBoard }) => builtBoard()).then(console.log)"
USER node
EXPOSE 4070
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No shell between: signals reach the server, which then finishes what it has begun.
CMD ["node", "api/main.ts"]
