/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATTUNE_ERROR (attune_error_quark ())

/**
 * AttuneError:
 *
 * What went wrong, as far as the program must tell one case from another. The message of the
 * GError is a sentence for a person: what happened, and what to do next.
 */
typedef enum
{
  ATTUNE_ERROR_FAILED,          /* anything that no other code says better */
  ATTUNE_ERROR_NETWORK,         /* nobody answered: refused, no route, no name, TLS */
  ATTUNE_ERROR_TIMEOUT,         /* somebody was there, and fell silent */
  ATTUNE_ERROR_AUTH,            /* 401: wrong, missing or revoked key */
  ATTUNE_ERROR_FORBIDDEN,       /* 403: the key is right, the act is not allowed */
  ATTUNE_ERROR_TRAINING_CLOSED, /* 403 on creating a job: fine-tuning is closed for this organisation */
  ATTUNE_ERROR_NOT_FOUND,       /* 404 */
  ATTUNE_ERROR_RATE_LIMITED,    /* 429: ask again later */
  ATTUNE_ERROR_QUOTA,           /* 429 insufficient_quota: no credit */
  ATTUNE_ERROR_CONFLICT,        /* 409: something else is going on there; it passes */
  ATTUNE_ERROR_REQUEST,         /* any other 4xx, and 501 */
  ATTUNE_ERROR_SERVER,          /* 5xx */
  ATTUNE_ERROR_PROTOCOL,        /* an answer that cannot be understood */
  ATTUNE_ERROR_DATA,            /* the person's file is not what it should be */
  ATTUNE_ERROR_STORAGE,         /* full disk, unreadable file, broken database */
  ATTUNE_ERROR_SECRETS,         /* no Secret Service, or it refused */
  ATTUNE_ERROR_ENGINE,          /* the engine is missing, cannot start, or died */
} AttuneError;

GQuark      attune_error_quark          (void);
GError     *attune_error_new            (AttuneError   code,
                                         const char   *detail,
                                         const char   *format,
                                         ...) G_GNUC_PRINTF (3, 4);
void        attune_set_error            (GError      **error,
                                         AttuneError   code,
                                         const char   *detail,
                                         const char   *format,
                                         ...) G_GNUC_PRINTF (4, 5);
const char *attune_error_get_detail     (const GError *error);
void        attune_set_error_from_io    (GError      **error,
                                         const GError *io_error,
                                         const char   *display_name);

G_END_DECLS
