# Node's newest LTS on Debian slim. The embedded PostgreSQL is built for glibc: Alpine will not do.
ARG NODE=26
FROM node:${NODE}-bookworm-slim AS build
WORKDIR /guildhall
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN node server/build.mjs && npm prune --omit=dev

FROM node:${NODE}-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /guildhall
COPY --from=build /guildhall/package.json ./
COPY --from=build /guildhall/node_modules ./node_modules
COPY --from=build /guildhall/dist ./dist
COPY --from=build /guildhall/server/start.mjs /guildhall/server/built.mjs /guildhall/server/plugin-testing.mjs ./server/
RUN chmod +x server/start.mjs \
  && ln -s /guildhall/server/start.mjs /usr/local/bin/guildhall \
  && mkdir /data && chown node:node /data
# PostgreSQL refuses to run as root, and nothing here needs to.
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["guildhall", "start"]
