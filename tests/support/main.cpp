// The one main function, in an object of its own because it takes the framework's longest compilation.
#define CATCH_CONFIG_MAIN
#include "support/catch.h"
