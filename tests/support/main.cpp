// The main function, in a separate file because its compilation takes longest.
#define CATCH_CONFIG_MAIN
#include "support/catch.h"
