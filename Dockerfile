# Two stages: the first builds the virtual environment from the hash lock, the second carries only what runs.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY prod.lock ./
RUN python -m venv /srv/venv \
 && /srv/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r prod.lock
COPY locale locale
RUN find locale -name '*.po' -exec sh -c 'msgfmt --check --output-file="${1%.po}.mo" "$1"' _ {} \;

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin nsss \
 && install -d -o nsss -g nsss /srv/media /srv/static
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    BIND=0.0.0.0:8000 \
    NSSS_MEDIA=/srv/media \
    NSSS_STATIC_ROOT=/srv/static
WORKDIR /srv/app
COPY --from=build /srv/venv /srv/venv
COPY manage.py ./
COPY nsss_gender nsss_gender
COPY programmes programmes
COPY assessments assessments
COPY reports reports
COPY templates templates
COPY static static
COPY fixtures fixtures
COPY deploy deploy
COPY --from=build /srv/app/locale locale
USER nsss
# The settings refuse to start without values; these live for this one command and are in no layer.
RUN NSSS_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    NSSS_SITE=https://build.invalid NSSS_ALLOWED_HOSTS=build.invalid NSSS_FROM_EMAIL=build@build.invalid \
    DATABASE_URL=postgres://build.invalid/build EMAIL_URL=dummymail:// \
    python manage.py collectstatic --no-input --verbosity 0
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "deploy/health.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "nsss_gender.wsgi:application"]
