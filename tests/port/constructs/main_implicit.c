#include <stdio.h>
#include <stdlib.h>

main()
{
    printf("no type at all\n");
    exit(7);
}
