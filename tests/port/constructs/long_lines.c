#include <stdio.h>

static int a_long_name_of_a_table[64];

int main(void)
{
    unsigned first_long_name = 12345, second_long_name = 678, third_long_name = 9;
    short narrow;

    narrow = ~((first_long_name + second_long_name * third_long_name) / (second_long_name + 1) % (third_long_name + first_long_name));
    printf("%d\n", narrow);
    a_long_name_of_a_table[(first_long_name + second_long_name * third_long_name + first_long_name) % 64] += -(int)(first_long_name % 64);
    printf("%d\n", a_long_name_of_a_table[(first_long_name + second_long_name * third_long_name + first_long_name) % 64]);
    printf("%d %d %d\n", -(narrow + (int)(first_long_name + second_long_name) * (int)third_long_name), !(narrow + (int)(first_long_name + second_long_name)), narrow);
    return 0;
}
