# Built-in backends only, about 1.5 GB. For GPU machines: --build-arg REQUIREMENTS=requirements.txt
FROM python:3.11-slim-bookworm
ARG REQUIREMENTS=requirements-base.txt
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    KINORA_HOST=0.0.0.0 KINORA_PORT=7860 KINORA_DATA_DIR=/data GRADIO_ANALYTICS_ENABLED=False
WORKDIR /app
COPY packages.txt ./
RUN apt-get update \
    && xargs -a packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*
COPY requirements*.txt ./
RUN if grep -q neural "$REQUIREMENTS"; then pip install "$(grep '^torch==' requirements-neural.txt)"; fi \
    && pip install -r "$REQUIREMENTS"
COPY . .
RUN useradd --uid 1000 --create-home kinora && mkdir /data && chown kinora /data
USER kinora
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/health/ready', timeout=4)"]
CMD ["python", "app.py"]
