"""Sign-in through the government's platform: OpenID Connect, as docs/sign-in.md tells to set it."""
