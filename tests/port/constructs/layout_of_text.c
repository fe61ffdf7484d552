/* What a compiler does not mind: odd places for blanks, comments and line ends. */
#include<stdio.h>
#   include   <string.h>
#define ADD( a,b )   ( (a)+(b) )
#define MESSAGE "one \
two"

int main ( int argc , char * argv [ ] ) {
	int	i=0,j = 1 ; ; char*p,q [ 4 ] = "xyz" ;
    if(i)printf("no");else printf("yes");printf("\n");
	for(i=0;i<3;i++)
	    for(j=0;j<2;j++)printf("%d",ADD(i,j)/* here, too */);
    printf /* between */ ( "\n" ) ;
    printf("a" "b"
           "c\n");
    puts(MESSAGE);
    p = q ; while ( * p ) putchar ( * p ++ ) ;
    {
        { printf ( "\n%zu\n" , sizeof q ) ; }
    }
    if (j == 2) { } else ;
    switch(j){case 2:puts("two");break;default:;}
    i = j
        + 3 // to the end \
           and the next line
        - 1;
    printf("%d %d\n", i, '\
a');
	return
	    0 ;
}
