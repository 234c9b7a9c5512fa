/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-test-network"

#include "config.h"

#include "attune-test-network.h"

struct _AttuneTestNetwork
{
  GObject  parent_instance;

  gboolean is_available;
};

enum {
  PROP_0,
  PROP_AVAILABLE,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
initable_init (GInitableIface *iface)
{
}

static void
network_monitor_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AttuneTestNetwork, attune_test_network, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_init)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, network_monitor_init))

static void
attune_test_network_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneTestNetwork *self = ATTUNE_TEST_NETWORK (object);

  if (prop_id == PROP_CONNECTIVITY)
    g_value_set_enum (value, self->is_available ? G_NETWORK_CONNECTIVITY_FULL
                                                : G_NETWORK_CONNECTIVITY_LOCAL);
  else
    g_value_set_boolean (value, prop_id == PROP_AVAILABLE && self->is_available);
}

static void
attune_test_network_class_init (AttuneTestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = attune_test_network_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
attune_test_network_init (AttuneTestNetwork *self)
{
}

/**
 * attune_test_network_new:
 *
 * Returns: (transfer full): a network that is not there
 */
AttuneTestNetwork *
attune_test_network_new (void)
{
  return g_object_new (ATTUNE_TYPE_TEST_NETWORK, NULL);
}

/**
 * attune_test_network_set_available:
 * @self: a network
 * @is_available: whether it is there from now on
 */
void
attune_test_network_set_available (AttuneTestNetwork *self,
                                   gboolean           is_available)
{
  self->is_available = is_available;
  g_signal_emit_by_name (self, "network-changed", is_available);
}

/**
 * attune_test_network_lose:
 * @self: a network
 *
 * It goes, and nobody has heard of it yet.
 */
void
attune_test_network_lose (AttuneTestNetwork *self)
{
  self->is_available = FALSE;
}
