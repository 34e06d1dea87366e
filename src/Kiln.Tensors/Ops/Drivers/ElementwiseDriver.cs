using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>Runs element-wise kernels of Kiln.Numerics over tensors of any strides; stretched operands are not copied.</summary>
internal static unsafe class ElementwiseDriver
{
    /// <summary>y = f(x), of the operand's shape and type.</summary>
    internal static Tensor Unary<TOperator>(Tensor x)
        where TOperator : struct, IUnaryOperator
    {
        Tensor y = Tensor.Empty(x.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: Unary<TOperator, float>(x, y); break;
            case DType.Float64: Unary<TOperator, double>(x, y); break;
            case DType.Float16: Unary<TOperator, Half>(x, y); break;
            case DType.BFloat16: Unary<TOperator, BFloat16>(x, y); break;
            case DType.Int8: Unary<TOperator, sbyte>(x, y); break;
            case DType.Int32: Unary<TOperator, int>(x, y); break;
            case DType.Int64: Unary<TOperator, long>(x, y); break;
            case DType.UInt8: Unary<TOperator, byte>(x, y); break;
            default: throw new MissingKernelException(typeof(TOperator).Name, x.Device, x.DType);
        }

        GC.KeepAlive(x);
        return y;
    }

    /// <summary>z = f(x, y) for operands of one type whose shapes broadcast.</summary>
    internal static Tensor Binary<TOperator>(Tensor x, Tensor y)
        where TOperator : struct, IBinaryOperator
    {
        Shape shape = Shape.Broadcast(x.Shape, y.Shape);
        Tensor left = BroadcastToOp.Forward(x, shape);
        Tensor right = BroadcastToOp.Forward(y, shape);
        Tensor z = Tensor.Empty(shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: Binary<TOperator, float>(left, right, z); break;
            case DType.Float64: Binary<TOperator, double>(left, right, z); break;
            case DType.Float16: Binary<TOperator, Half>(left, right, z); break;
            case DType.BFloat16: Binary<TOperator, BFloat16>(left, right, z); break;
            case DType.Int8: Binary<TOperator, sbyte>(left, right, z); break;
            case DType.Int32: Binary<TOperator, int>(left, right, z); break;
            case DType.Int64: Binary<TOperator, long>(left, right, z); break;
            case DType.UInt8: Binary<TOperator, byte>(left, right, z); break;
            default: throw new MissingKernelException(typeof(TOperator).Name, x.Device, x.DType);
        }

        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return z;
    }

    /// <summary>z = f(a, b, c) for operands of one type, where b and c broadcast to the shape of a.</summary>
    internal static Tensor Ternary<TOperator>(Tensor a, Tensor b, Tensor c)
        where TOperator : struct, ITernaryOperator
    {
        Tensor first = a.Contiguous();
        Tensor second = b.Count == 1 ? b : BroadcastToOp.Forward(b, a.Shape).Contiguous();
        Tensor third = c.Count == 1 ? c : BroadcastToOp.Forward(c, a.Shape).Contiguous();
        Tensor z = Tensor.Empty(a.Shape, a.DType);
        switch (a.DType)
        {
            case DType.Float32: Ternary<TOperator, float>(first, second, third, z); break;
            case DType.Float64: Ternary<TOperator, double>(first, second, third, z); break;
            case DType.Float16: Ternary<TOperator, Half>(first, second, third, z); break;
            case DType.BFloat16: Ternary<TOperator, BFloat16>(first, second, third, z); break;
            case DType.Int8: Ternary<TOperator, sbyte>(first, second, third, z); break;
            case DType.Int32: Ternary<TOperator, int>(first, second, third, z); break;
            case DType.Int64: Ternary<TOperator, long>(first, second, third, z); break;
            case DType.UInt8: Ternary<TOperator, byte>(first, second, third, z); break;
            default: throw new MissingKernelException(typeof(TOperator).Name, a.Device, a.DType);
        }

        GC.KeepAlive(first);
        GC.KeepAlive(second);
        GC.KeepAlive(third);
        return z;
    }

    /// <summary>Truth values of a comparison of operands of one type whose shapes broadcast.</summary>
    internal static Tensor Compare<TOperator>(Tensor x, Tensor y)
        where TOperator : struct, IComparisonOperator
    {
        Shape shape = Shape.Broadcast(x.Shape, y.Shape);
        Tensor left = BroadcastToOp.Forward(x, shape);
        Tensor right = BroadcastToOp.Forward(y, shape);
        Tensor z = Tensor.Empty(shape, DType.Bool);
        switch (x.DType)
        {
            case DType.Float32: Compare<TOperator, float>(left, right, z); break;
            case DType.Float64: Compare<TOperator, double>(left, right, z); break;
            case DType.Float16: Compare<TOperator, Half>(left, right, z); break;
            case DType.BFloat16: Compare<TOperator, BFloat16>(left, right, z); break;
            case DType.Int8: Compare<TOperator, sbyte>(left, right, z); break;
            case DType.Int32: Compare<TOperator, int>(left, right, z); break;
            case DType.Int64: Compare<TOperator, long>(left, right, z); break;
            default: Compare<TOperator, byte>(left, right, z); break; // uint8, and bool, whose bytes are 0 and 1
        }

        return Tape.Constant(z, left, right);
    }

    private static void Unary<TOperator, T>(Tensor x, Tensor y)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged => Elementwise.Unary<TOperator, T>(x.Shape.Sizes, x.Pointer<T>(), x.Strides, y.Pointer<T>());

    private static void Binary<TOperator, T>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged =>
        Elementwise.Binary<TOperator, T>(z.Shape.Sizes, x.Pointer<T>(), x.Strides, y.Pointer<T>(), y.Strides, z.Pointer<T>());

    private static void Ternary<TOperator, T>(Tensor a, Tensor b, Tensor c, Tensor z)
        where TOperator : struct, ITernaryOperator
        where T : unmanaged => Elementwise.Ternary<TOperator, T>(a.Span<T>(), b.Span<T>(), c.Span<T>(), z.Span<T>());

    private static void Compare<TOperator, T>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IComparisonOperator
        where T : unmanaged =>
        Elementwise.Compare<TOperator, T>(z.Shape.Sizes, x.Pointer<T>(), x.Strides, y.Pointer<T>(), y.Strides, z.Pointer<byte>());
}
